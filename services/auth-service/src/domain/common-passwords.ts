/**
 * Passwords that guessers try first, in lower case: the well-known ones of leaked collections, and patterns on the keyboard,
 * that are long enough to pass the contract's rule of length.
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  `
  !qaz2wsx !qaz@wsx 00000000 000000000 0000000000 0123456789 0987654321 10101010 10203040 1020304050 11111111
  111111111 1111111111 11112222 11223344 1122334455 112233445566 12121212 1212121212 12312312 123123123
  123123123123 123321123 12341234 123412345 12344321 1234554321 123456123 123456123456 12345678 123456789
  1234567890 12345678910 123456789a 123456789q 12345678a 12345678q 1234567a 1234567q 123456abc 12345qwert 1234abcd
  1234qwer 123654789 123abc123 123asd123 123qweasd 123qweasdzxc 13131313 13579246 1357924680 14142135 147258369
  147852369 159357456 159753456 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 1qaz@wsx 1qazxsw2 22222222
  24681012 27182818 2wsx3edc 31415926 3141592653 321654987 33333333 44444444 456123789 55555555 66666666 741852963
  77777777 789456123 87654321 88888888 888888888 963852741 987654321 9876543210 99999999 999999999 a1234567
  a12345678 a123456789 a1b2c3d4 a1b2c3d4e5 a1s2d3f4 aa123456 aa12345678 aaaa1111 aaaaaaaa aaaaaaaaa aabbccdd
  abc12345 abc123456 abc123abc abc123def abcabcabc abcd1234 abcd12345 abcd@1234 abcdefgh abcdefghi abcdefghij
  access123 access14 admin123 admin1234 admin12345 admin123456 admin@123 adminadmin administrator administrator1
  agent007 alexander alexandra andrew123 android1 angel123 angels123 anthony1 anything apple123 arsenal1
  arsenal123 as123456 asd123asd asdasd123 asdasdasd asdf1234 asdfasdf asdfghjk asdfghjkl asdfghjkl1 asdfjkl;
  asdfqwer ashley123 asshole1 australia autumn2024 autumn2025 azerty123 azertyui azertyuiop bangalore bangladesh
  barcelona barcelona1 baseball baseball1 basketball basketball1 batman123 beautiful beautiful1 benjamin bharat123
  biteme123 blessed1 blessing blink182 blueberry bond0070 bullshit butterfly butterfly1 california changeit
  changeme changeme1 changeme123 charlie1 charlie123 chelsea1 chelsea123 chennai1 chevrolet chewbacca chocolate
  chocolate1 christian christina cisco123 college1 company1 computer computer1 computer123 cookie123
  correcthorsebatterystaple corvette counter1 course123 cowboys1 cricket1 cricket123 cristiano crystal1 cupcakes
  daniel123 darthvader database december default1 default123 delhi123 demo1234 demodemo dhoni007 diamond1
  donaldtrump dontknow dragon123 dragonball eagles123 education elizabeth everything f*ckyou1 facebook facebook1
  facebook123 faithful family123 familyfirst february ferrari1 football football1 football123 forever1 forever21
  fortnite fortune1 freedom1 freedom123 friday13 friends1 friends123 frodo123 fuckoff1 fuckyou1 fuckyou123
  fuckyou2 gamemaster gamer123 gandalf1 ganesh123 gateway1 gmail123 godisgood godisgreat goodluck google123
  greenday gryffindor guest123 guestguest hacker123 happiness happy123 harley123 harrypotter heaven123 hindustan
  hockey123 hogwarts hotmail1 hunter12 hunter123 hurricane hyderabad idontknow ihateyou ilovegod iloveme1
  ilovemyself iloveu123 iloveyou iloveyou! iloveyou1 iloveyou12 iloveyou123 iloveyou2 iloveyou3 iloveyouu imissyou
  india123 india@123 indian123 instagram instructor internet internet1 iphone123 ironman123 jaimatadi jamesbond
  jamesbond007 january1 jennifer jennifer1 jessica1 jesus123 jesuschrist jonathan jordan123 jordan23 juventus
  keyboard killer123 kohli018 krishna1 krishna123 lakers24 learning legolas1 leonardo letmein! letmein007 letmein1
  letmein12 letmein123 letmeinnow liberty1 lightning linkedin liverpool liverpool1 lkjhgfdsa login123 london123
  loveforever lovelove loveme123 lovers123 loveyou1 loveyou123 lucky123 lucky777 lukeskywalker manager1 manager123
  manchester manutd123 master123 masterkey matrix01 matrix123 mercedes mercedes1 messi123 metallica michael1
  michael123 michaeljackson michelle michelle1 microsoft midnight minecraft minecraft1 mnbvcxz1 monday123 monkey12
  monkey123 moonlight mountain mumbai123 mustang1 mylove123 mypassword mypassword1 mysql123 namaste123 newpassword
  newpassword1 newyork1 nicholas ninja123 nintendo nirvana1 nokia123 nopassword nothing1 november october1
  office123 omsairam oracle123 p@ssw0rd p@ssw0rd1 p@ssw0rd123 p@ssword p@ssword1 pa$$w0rd pa$$word pa55word
  pakistan pakistan1 pakistan123 pass1234 pass12345 pass123456 pass@123 pass@1234 pass@word1 passcode passkey1
  passpass passphrase passw0rd passw0rd1 password password! password. password0 password01 password1 password1!
  password12 password123 password1234 password2 password3 password@1 password@123 passwords passwort patricia
  patriots phoenix1 pikachu1 playstation plokijuh poiuytrewq pokemon1 pokemon123 porsche1 precious princess
  princess1 princess123 private1 priya123 pussycat q1234567 q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 qaz123wsx qazqazqaz
  qazwsx123 qazwsxedc qazwsxedcrfv qqqqqqqq qwe123qwe qweasd123 qweasdzxc qweqweqwe qwer1234 qwert123 qwert1234
  qwert12345 qwerty007 qwerty01 qwerty11 qwerty12 qwerty123 qwerty1234 qwerty12345 qwerty123456 qwerty22 qwerty99
  qwerty@123 qwertyasdf qwertyqwerty qwertyui qwertyuiop qwertyuiop123 qwertz123 qwertzui qwertzuiop rahul123
  rainbow1 rainbow123 realmadrid roblox123 rockstar rockyou! rockyou1 ronaldo123 ronaldo7 root1234 rootroot
  sachin10 sachin123 saibaba123 sairam123 samantha samsung1 samsung123 school123 sebastian secret123
  secretpassword secure123 security security1 september server123 shadow12 shadow123 shivshakti signin123
  skywalker slipknot snowball snowflake soccer123 softball solomon1 something spiderman spiderman1 spring2024
  spring2025 starlight startrek starwars starwars1 steelers stephanie strawberry student1 student123 studynotion
  studynotion1 studynotion123 summer123 summer2023 summer2024 summer2025 sunshine sunshine1 sunshine123 superman
  superman1 superman123 superuser sweetheart sweetie1 sweetpea swimming system123 teacher1 teacher123 temp1234
  temp12345 temporary terminator test1234 test12345 test123456 test@123 tester123 testing1 testing123 testtest
  thepassword thomas123 thunder1 tigger123 toortoor topsecret trustno1 twitter1 user1234 username username1
  useruser veronica victoria voldemort volleyball warrior1 welcome! welcome01 welcome1 welcome12 welcome123
  welcome1234 welcome2 welcome2023 welcome2024 welcome2025 welcome@123 whatever whatever1 whocares windows1
  windows10 winter123 winter2023 winter2024 winter2025 wsxedcrfv xbox3600 xxxxxxxx yahoo123 yamaha123 yankees1
  yourpassword youtube1 z1234567 zaq12wsx zaq1xsw2 zaq1zaq1 zaqwsxcde zxcvbnm, zxcvbnm1 zxcvbnm123 zxcvzxcv
  zzzzzzzz
  `
    .trim()
    .split(/\s+/),
);
